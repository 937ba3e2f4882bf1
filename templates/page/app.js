document.documentElement.dataset.app = 'none';
